A live server that starts on a file without an event believes that after a quiet minute, not at once.

## publish 2021-01-01 12:00
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
## start 2021-03-01 12:00 alone
## feed /feeds/all.ics
UID:rally@calendar.chicago.org
! CANCELLED
## wait 2021-03-01 12:01
## feed /feeds/all.ics
SUMMARY:CANCELLED: Rally
