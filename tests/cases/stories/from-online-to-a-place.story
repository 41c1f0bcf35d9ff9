A rally that was online alone and also gets a place is refined; at another place, it has moved.

## edit
- venue = "Federal Plaza"
+ online = true
## publish 2021-03-01 12:00
1 new
## feed /feeds/all.ics
SUMMARY:Rally
LOCATION:Online
## edit
- online = true
+ online = true
+ venue = "Federal Plaza"
## publish 2021-03-02 12:00
1 changed
## feed /feeds/all.ics
SUMMARY:Rally
LOCATION:Federal Plaza\n50 W Adams St\, Chicago\, IL 60604
## edit
- venue = "Federal Plaza"
+ venue = "Thompson Center"
## publish 2021-03-03 12:00
1 moved
## feed /feeds/all.ics
SUMMARY:MOVED: Rally
## page /events/rally/
Moved from Federal Plaza
