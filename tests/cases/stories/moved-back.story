Back at the first place and hour it is not moved any more, and that is a revision of its own.

## publish 2021-03-01 12:00
1 new
## edit
- venue = "Federal Plaza"
+ venue = "Thompson Center"
## publish 2021-03-02 12:00
1 moved
## edit
- venue = "Thompson Center"
+ venue = "Federal Plaza"
## publish 2021-03-03 12:00
1 changed
place: Thompson Center
## feed /feeds/all.ics
SUMMARY:Rally
SEQUENCE:615600
LOCATION:Federal Plaza\n50 W Adams St\, Chicago\, IL 60604
! Moved
