Prefixes do not add up: a move that is cancelled is cancelled, and the page still tells from where it moved.

## publish 2021-03-01 12:00
1 new
## edit
- venue = "Federal Plaza"
+ venue = "Thompson Center"
## publish 2021-03-02 12:00
1 moved
## add
status = "cancelled"
## publish 2021-03-03 12:00
1 cancelled
## feed /feeds/all.ics
SUMMARY:CANCELLED: Rally
! MOVED
## page /events/rally/
CANCELLED: Rally
Moved from Federal Plaza
