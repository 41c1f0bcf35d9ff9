Who heard of it first and comes back late is told the first place, not the second.

## publish 2021-03-01 12:00
1 new
## edit
- venue = "Federal Plaza"
+ venue = "Thompson Center"
## publish 2021-03-02 12:00
1 moved
## edit
- venue = "Thompson Center"
+ venue = { name = "Daley Plaza", address = "50 W Washington St, Chicago, IL 60602" }
## publish 2021-03-03 12:00
1 moved
place: Thompson Center
## feed /feeds/all.ics
SUMMARY:MOVED: Rally
LOCATION:Daley Plaza\n50 W Washington St\, Chicago\, IL 60602
SEQUENCE:615600
! Moved from Thompson
## page /events/rally/
Moved from Federal Plaza, 50 W Adams St, Chicago, IL 60604.
