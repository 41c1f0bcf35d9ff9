A series that ends earlier tells those who hold the dates that are off.

## add
[[events]]
id = "vigil"
title = "Vigil"
when = "Tue, March 2, 2021, 6 PM – 7 PM"
rrule = "FREQ=WEEKLY;COUNT=4"
## publish 2021-03-01 12:00
5 new
## edit
- rrule = "FREQ=WEEKLY;COUNT=4"
+ rrule = "FREQ=WEEKLY;COUNT=2"
## publish 2021-03-10 12:00
2 vanished
## feed /events/vigil.ics
UID:vigil-20210302@calendar.chicago.org
SUMMARY:Vigil

UID:vigil-20210316@calendar.chicago.org
SUMMARY:CANCELLED: Vigil

UID:vigil-20210323@calendar.chicago.org
SUMMARY:CANCELLED: Vigil
