A rally that was online alone and is held at a place instead has moved.

## edit
- venue = "Federal Plaza"
+ online = "https://chicago.gov/meet"
## publish 2021-03-01 12:00
1 new
## edit
- online = "https://chicago.gov/meet"
+ venue = "Federal Plaza"
## publish 2021-03-02 12:00
1 moved
## feed /feeds/all.ics
SUMMARY:MOVED: Rally
LOCATION:Federal Plaza\n50 W Adams St\, Chicago\, IL 60604
## feed /feeds/attendance/online.ics
SUMMARY:MOVED: Rally
