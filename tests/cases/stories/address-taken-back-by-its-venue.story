A venue of the list loses its address: its events moved, those who follow its place and neighborhood are told so.

## edit
- [venues.federal-plaza]
- name = "Federal Plaza"
- address = "50 W Adams St, Chicago, IL 60604"
- neighborhood = "loop"
- coordinates = [41.87879, -87.6297]
+ [venues.federal-plaza]
+ address = "1234 W Private St, Chicago, IL 60608"
+ neighborhood = "loop"
- venue = "Federal Plaza"
+ venue = "federal-plaza"
## publish 2021-03-01 12:00
1 new
## has published.jsonl
"slug": "venue/federal-plaza", "name": "1234 W Private St"
## edit
- [venues.federal-plaza]
- address = "1234 W Private St, Chicago, IL 60608"
- neighborhood = "loop"
+ [venues.after-sign-up]
+ aliases = ["federal-plaza"]
+ name = "Address sent after sign-up"
+ neighborhood = "pilsen"
## publish 2021-03-02 12:00
1 moved
## has published.jsonl
! Private
## feed /feeds/all.ics
SUMMARY:MOVED: Rally
LOCATION:Address sent after sign-up
! Moved from
## feed /feeds/neighborhood/loop.ics
SUMMARY:MOVED: Rally
## feed /feeds/neighborhood/pilsen.ics
SUMMARY:MOVED: Rally
## feed /feeds/venue/after-sign-up.ics
SUMMARY:MOVED: Rally
## publish 2021-03-03 12:00
nothing changes for subscribers
## feed /feeds/neighborhood/loop.ics
SUMMARY:MOVED: Rally
SEQUENCE:614160
