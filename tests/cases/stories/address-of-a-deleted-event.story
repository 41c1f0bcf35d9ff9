An upcoming cancellation says where it was to be; the place before that is forgotten, and all of it when it is over.

## edit
- venue = "Federal Plaza"
+ venue = { name = "Ana's home", address = "1234 W Private St, Chicago, IL 60608" }
## publish 2021-03-01 12:00
1 new
## edit
- venue = { name = "Ana's home", address = "1234 W Private St, Chicago, IL 60608" }
+ venue = { name = "Ben's home", address = "99 E Secret Ave, Chicago, IL 60608" }
## publish 2021-03-02 12:00
1 moved
## has published.jsonl
Ben's home
Ana's home
## edit
- [[events]]
- id = "rally"
- title = "Rally"
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
- venue = { name = "Ben's home", address = "99 E Secret Ave, Chicago, IL 60608" }
- hosts = ["KOCO"]
- topics = ["Labor"]
- description = "Bring a sign."
## publish 2021-03-03 12:00
1 vanished
## feed /feeds/all.ics
SUMMARY:CANCELLED: Rally
LOCATION:Ben's home\n99 E Secret Ave\, Chicago\, IL 60608
! Ana
## has published.jsonl
99 E Secret Ave
! Ana
! Private
## publish 2021-03-21 12:00
nothing changes for subscribers
## has published.jsonl
! Ben
! Secret
