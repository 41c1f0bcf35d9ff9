A weekly vigil is single events; one date changes, one is added to the rule, and the others keep their stamps.

## edit
- domain = "calendar.chicago.org"
+ domain = "calendar.chicago.org"
## add
[[events]]
id = "vigil"
title = "Vigil"
when = "Tue, March 2, 2021, 7 PM – 8 PM"
rrule = "FREQ=WEEKLY;COUNT=3"
venue = "Federal Plaza"
## publish 2021-03-01 12:00
4 new
vigil-20210302
vigil-20210309
vigil-20210316
## feed /events/vigil.ics
UID:vigil-20210302@calendar.chicago.org
DTSTART;TZID=America/Chicago:20210302T190000
SEQUENCE:612720

UID:vigil-20210316@calendar.chicago.org
DTSTART;TZID=America/Chicago:20210316T190000
! RRULE:FREQ=WEEKLY
! RECURRENCE-ID
## feed /events/vigil-20210309.ics
UID:vigil-20210309@calendar.chicago.org
! vigil-20210302
## page /events/vigil/
Vigil
3 dates
datetime="2021-03-16T19:00:00-05:00"
## edit
- rrule = "FREQ=WEEKLY;COUNT=3"
+ rrule = "FREQ=WEEKLY;COUNT=4"
+ changes."2021-03-09" = { venue = "Thompson Center", moved = "Rain." }
+ changes."2021-03-16" = { status = "cancelled" }
## publish 2021-03-02 12:00
1 new, 1 moved, 1 cancelled
new vigil-20210323
moved vigil-20210309
cancelled vigil-20210316
## feed /feeds/all.ics
UID:vigil-20210302@calendar.chicago.org
SEQUENCE:612720

UID:vigil-20210309@calendar.chicago.org
SUMMARY:MOVED: Vigil
SEQUENCE:614160

UID:vigil-20210316@calendar.chicago.org
SUMMARY:CANCELLED: Vigil

UID:vigil-20210323@calendar.chicago.org
SUMMARY:Vigil
