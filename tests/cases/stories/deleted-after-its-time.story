What is over leaves the list without a cancellation.

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
## preview 2021-03-21 12:00 loses
1 vanished
vanished rally · Rally · Sat, Mar 20, 2021, 1:00 – 3:00 PM
! cancelled until
## publish 2021-03-21 12:00
1 vanished
/feeds/all.ics +0 ~0 −1
## feed /feeds/all.ics
! BEGIN:VEVENT
## feed /events/rally.ics
BEGIN:VTIMEZONE
! BEGIN:VEVENT
## page /events/rally/ gone
No longer listed
