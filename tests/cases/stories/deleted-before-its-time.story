A rally taken out of the list before it took place is published as cancelled until it is over, then leaves.

## publish 2021-03-01 12:00
1 new
## edit
- [[events]]
- id = "rally"
- title = "Rally"
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
- venue = "Federal Plaza"
- hosts = ["KOCO"]
- topics = ["Labor"]
- description = "Bring a sign."
## draft
rally deleted
## feed /feeds/all.ics
SUMMARY:CANCELLED: Rally
SEQUENCE:612721
## preview 2021-03-02 12:00 loses
1 vanished
vanished rally · Rally · Sat, Mar 20, 2021, 1:00 – 3:00 PM
subscribers will see it cancelled until it is over
/feeds/all.ics +0 ~1 −0
## publish 2021-03-02 12:00
1 vanished
## frozen
## feed /feeds/all.ics
UID:rally@calendar.chicago.org
SUMMARY:CANCELLED: Rally
DTSTART;TZID=America/Chicago:20210320T130000
DTEND;TZID=America/Chicago:20210320T150000
LOCATION:Federal Plaza\n50 W Adams St\, Chicago\, IL 60604
SEQUENCE:614160
! sign
## feed /feeds/topic/labor.ics
SUMMARY:CANCELLED: Rally
## feed /feeds/host/koco.ics
SUMMARY:CANCELLED: Rally
## feed /events/rally.ics
SUMMARY:CANCELLED: Rally
## page /events/rally/
CANCELLED: Rally
## publish 2021-03-19 12:00
nothing changes for subscribers
## feed /feeds/all.ics
SEQUENCE:614160
## publish 2021-03-21 12:00
nothing changes for subscribers
/feeds/all.ics +0 ~0 −1
## feed /feeds/all.ics
! BEGIN:VEVENT
## feed /events/rally.ics
BEGIN:VTIMEZONE
! BEGIN:VEVENT
## page /events/rally/ gone
No longer listed
! Rally
## has published.jsonl
"state": "gone"
! Federal Plaza", "address
