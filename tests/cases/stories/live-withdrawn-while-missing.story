What a save withdraws is not told by an event that the same save lost.

## start 2021-01-01 12:00
## edit
- koco = "KOCO"
+ koco = { withdrawn = true }
- [[events]]
- id = "rally"
- title = "Rally"
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
- venue = "Federal Plaza"
- hosts = ["KOCO"]
- topics = ["Labor"]
- description = "Bring a sign."
## save 2021-03-01 12:00
## feed /feeds/all.ics
UID:rally@calendar.chicago.org
! KOCO
