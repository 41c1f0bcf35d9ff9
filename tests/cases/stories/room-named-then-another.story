A room that is named first says more of the same place; another room is a move, and back again it is none.

## publish 2021-03-01 12:00
1 new
## edit
- venue = "Federal Plaza"
+ venue = "Federal Plaza"
+ room = "Room 5"
## publish 2021-03-02 12:00
1 changed
## feed /feeds/all.ics
SUMMARY:Rally
LOCATION:Federal Plaza\, Room 5\n50 W Adams St\, Chicago\, IL 60604
## edit
- room = "Room 5"
+ room = "Room 7"
## publish 2021-03-03 12:00
1 moved
## feed /feeds/all.ics
SUMMARY:MOVED: Rally
LOCATION:Federal Plaza\, Room 7\n50 W Adams St\, Chicago\, IL 60604
## page /events/rally/
Moved from Federal Plaza, Room 5
## edit
- room = "Room 7"
+ room = "Room 5"
## publish 2021-03-04 12:00
1 changed
## feed /feeds/all.ics
SUMMARY:Rally
