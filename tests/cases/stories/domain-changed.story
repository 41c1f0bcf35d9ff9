A new domain gives new events new UIDs; those that subscribers hold stay.

## publish 2021-03-01 12:00
1 new
## edit
- domain = "calendar.chicago.org"
+ domain = "events.chicago.org"
## add
[[events]]
id = "vigil"
title = "Vigil"
when = "Sun, March 21, 2021, 7 PM"
## publish 2021-03-02 12:00
1 new
## feed /feeds/all.ics
UID:rally@calendar.chicago.org
SEQUENCE:612720

UID:vigil@events.chicago.org
