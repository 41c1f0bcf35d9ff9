The id of a series changes with its former one as an alias: dates keep their UIDs, addresses lead on.

## add
[[events]]
id = "vigil"
title = "Vigil"
when = ["Tue, March 9, 2021, 6 PM", "Tue, March 16, 2021, 6 PM"]
## publish 2021-03-01 12:00
3 new
## edit
- id = "vigil"
+ id = "evening-vigil"
+ aliases = ["vigil"]
## publish 2021-03-02 12:00
2 changed
## feed /feeds/all.ics
UID:vigil-20210309@calendar.chicago.org
SEQUENCE:614160
URL:https://calendar.chicago.org/events/evening-vigil-20210309/
## moved /events/vigil.ics /events/evening-vigil.ics
## moved /events/vigil-20210316/ /events/evening-vigil-20210316/
