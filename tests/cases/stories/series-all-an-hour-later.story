A whole series an hour later: every date that is not over moved.

## add
[[events]]
id = "vigil"
title = "Vigil"
when = "Tue, March 2, 2021, 6 PM – 7 PM"
rrule = "FREQ=WEEKLY;COUNT=3"
## publish 2021-03-01 12:00
4 new
## edit
- when = "Tue, March 2, 2021, 6 PM – 7 PM"
+ when = "Tue, March 2, 2021, 7 PM – 8 PM"
## publish 2021-03-04 12:00
1 changed, 2 moved
