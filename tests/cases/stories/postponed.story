A postponed rally stays where it was until a new day is known; then it moved.

## publish 2021-03-01 12:00
1 new
## add
status = "postponed"
## publish 2021-03-02 12:00
1 postponed
## feed /feeds/all.ics
SUMMARY:POSTPONED: Rally
STATUS:TENTATIVE
SEQUENCE:614160
## feed /es/feeds/all.ics
SUMMARY:POSPUESTO: Rally
## edit
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
+ when = "Sat, April 3, 2021, 1 PM – 3 PM"
- status = "postponed"
+ status = "confirmed"
## publish 2021-03-22 12:00
1 moved
## feed /feeds/all.ics
SUMMARY:MOVED: Rally
STATUS:CONFIRMED
DTSTART;TZID=America/Chicago:20210403T130000
