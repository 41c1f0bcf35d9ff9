An address that another event of the list still has is kept, and forgotten with it; nobody sees that as a change.

## edit
- venue = "Federal Plaza"
+ venue = { name = "Ana's home", address = "1234 W Private St, Chicago, IL 60608" }
## add
[[events]]
id = "vigil"
title = "Vigil"
when = "Sun, March 14, 2021, 7 PM"
venue = { address = "1234 W. Private St., Chicago, IL 60608" }
## publish 2021-03-01 12:00
2 new
## edit
- venue = { name = "Ana's home", address = "1234 W Private St, Chicago, IL 60608" }
+ venue = { name = "Address sent after sign-up" }
## publish 2021-03-02 12:00
1 moved
## feed /events/rally.ics
SUMMARY:MOVED: Rally
! Private
## has published.jsonl
Ana's home
## edit
- [[events]]
- id = "vigil"
- title = "Vigil"
- when = "Sun, March 14, 2021, 7 PM"
- venue = { address = "1234 W. Private St., Chicago, IL 60608" }
## publish 2021-03-03 12:00
1 vanished
## feed /feeds/all.ics
SUMMARY:CANCELLED: Vigil
LOCATION:1234 W. Private St.\nChicago\, IL 60608
## has published.jsonl
Ana's home
## publish 2021-03-15 12:00
nothing changes for subscribers
## has published.jsonl
! Private
! Ana
## feed /events/rally.ics
SUMMARY:MOVED: Rally
SEQUENCE:614160
! Vigil
