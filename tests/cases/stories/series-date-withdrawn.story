One date of a series is withdrawn, then the series.

## add
[[events]]
id = "vigil"
title = "Vigil"
when = "Tue, March 9, 2021, 6 PM – 7 PM"
rrule = "FREQ=WEEKLY;COUNT=2"
## publish 2021-03-01 12:00
3 new
## add
[events.changes."2021-03-16"]
status = "withdrawn"
## publish 2021-03-02 12:00
1 withdrawn
vigil-20210316
## feed /feeds/all.ics
UID:vigil-20210316@calendar.chicago.org
SUMMARY:Withdrawn

UID:vigil-20210309@calendar.chicago.org
SUMMARY:Vigil
## page /events/vigil-20210316/ gone
No longer listed
## page /events/vigil/
1 date
## edit
- title = "Vigil"
- when = "Tue, March 9, 2021, 6 PM – 7 PM"
- rrule = "FREQ=WEEKLY;COUNT=2"
- [events.changes."2021-03-16"]
- status = "withdrawn"
+ status = "withdrawn"
## publish 2021-03-03 12:00
1 withdrawn
vigil-20210309
## feed /events/vigil.ics
UID:vigil-20210309@calendar.chicago.org
SUMMARY:Withdrawn

UID:vigil-20210316@calendar.chicago.org
SUMMARY:Withdrawn
! Vigil
## page /events/vigil/ gone
No longer listed
