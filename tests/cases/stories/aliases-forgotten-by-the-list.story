Former ids answer also when the list does not name them any more: of events, of series, of those that are gone.

## edit
- id = "rally"
+ id = "rally"
+ aliases = ["a1", "a2"]
## add
[[events]]
id = "evening-vigil"
aliases = ["vigil"]
title = "Vigil"
when = ["Tue, March 9, 2021, 6 PM", "Tue, March 16, 2021, 6 PM"]
## publish 2021-03-01 12:00
3 new
## edit
- aliases = ["a1", "a2"]
## edit
- aliases = ["vigil"]
## publish 2021-03-02 12:00
nothing changes for subscribers
## moved /events/a1.ics /events/rally.ics
## moved /events/a2/ /events/rally/
## moved /events/vigil.ics /events/evening-vigil.ics
## moved /events/vigil-20210316/ /events/evening-vigil-20210316/
## edit
- id = "evening-vigil"
+ id = "night-vigil"
+ aliases = ["evening-vigil"]
## publish 2021-03-03 12:00
2 changed
## moved /events/vigil.ics /events/night-vigil.ics
## moved /events/evening-vigil/ /events/night-vigil/
## feed /feeds/all.ics
UID:vigil-20210316@calendar.chicago.org
