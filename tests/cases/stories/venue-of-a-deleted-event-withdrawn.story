A venue that is withdrawn is not told by an event that was deleted there before, whatever its slug is now.

## add
[[events]]
id = "vigil"
title = "Vigil"
when = "Sun, March 21, 2021, 7 PM"
venue = { name = "Unity Park" }
## edit
- venue = { name = "Unity Park" }
+ venue = "Thompson Center"
## publish 2021-03-01 12:00
2 new
## edit
- [[events]]
- id = "vigil"
- title = "Vigil"
- when = "Sun, March 21, 2021, 7 PM"
- venue = "Thompson Center"
## publish 2021-03-02 12:00
1 vanished
## edit
- [venues.thompson-center]
+ [venues.center]
+ aliases = ["thompson-center"]
+ withdrawn = true
## publish 2021-03-03 12:00
1 changed
## feed /feeds/all.ics
SUMMARY:CANCELLED: Vigil
! Thompson
! Randolph
