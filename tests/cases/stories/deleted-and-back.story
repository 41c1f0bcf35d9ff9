A rally that was taken out and comes back is the same event again, told from its first place.

## publish 2021-03-01 12:00
1 new
## edit
- id = "rally"
+ id = "other"
## publish 2021-03-02 12:00
1 new, 1 vanished
if it is "other" now, add to that: aliases = ["rally"]
## edit
- id = "other"
+ id = "rally"
- venue = "Federal Plaza"
+ venue = "Thompson Center"
## publish 2021-03-03 12:00
1 moved, 1 vanished
## feed /feeds/all.ics
UID:rally@calendar.chicago.org
SUMMARY:MOVED: Rally
SEQUENCE:615600

UID:other@calendar.chicago.org
SUMMARY:CANCELLED: Rally
## page /events/rally/
Moved from Federal Plaza
