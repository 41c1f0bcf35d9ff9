A rally that is held online alone after all has moved from its place; and back there, it has not.

## publish 2021-03-01 12:00
1 new
## edit
- venue = "Federal Plaza"
+ online = "https://chicago.gov/meet"
## preview 2021-03-02 12:00
1 moved
moved      rally · Rally
online: now https://chicago.gov/meet
place: Federal Plaza, 50 W Adams St, Chicago, IL 60604
/feeds/attendance/online.ics +1 ~0 −0
/feeds/attendance/in-person.ics +0 ~1 −0
## publish 2021-03-02 12:00
1 moved
## feed /feeds/all.ics
SUMMARY:MOVED: Rally
LOCATION:Online
## page /events/rally/
This event is online.
## edit
- online = "https://chicago.gov/meet"
+ venue = "Federal Plaza"
## publish 2021-03-03 12:00
1 changed
## feed /feeds/all.ics
SUMMARY:Rally
LOCATION:Federal Plaza\n50 W Adams St\, Chicago\, IL 60604
