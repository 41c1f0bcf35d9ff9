One date of a listed series takes place a day later and keeps its UID.

## add
[[events]]
id = "meeting"
title = "Meeting"
when = ["Tue, March 9, 2021, 7 PM", "Tue, March 23, 2021, 7 PM"]
## publish 2021-03-01 12:00
3 new
## add
[events.changes."2021-03-23"]
when = "Wed, March 24, 2021, 7 PM"
notice = "A day later than usual."
## publish 2021-03-02 12:00
1 moved
when: Tue, Mar 23, 2021, 7:00 PM → Wed, Mar 24, 2021, 7:00 PM
## feed /feeds/all.ics
UID:meeting-20210323@calendar.chicago.org
SUMMARY:MOVED: Meeting
DTSTART;TZID=America/Chicago:20210324T190000

UID:meeting-20210309@calendar.chicago.org
SUMMARY:Meeting
