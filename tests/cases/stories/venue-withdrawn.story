A venue asks to be told nowhere: its events show their neighborhood, and have not moved.

## publish 2021-03-01 12:00
1 new
## edit
- [venues.federal-plaza]
- name = "Federal Plaza"
- address = "50 W Adams St, Chicago, IL 60604"
+ [venues.federal-plaza]
+ withdrawn = true
- venue = "Federal Plaza"
+ venue = "federal-plaza"
## publish 2021-03-02 12:00
1 changed
## feed /feeds/all.ics
SUMMARY:Rally
LOCATION:Loop
! GEO
! Federal
! Adams
## feed /feeds/venue/federal-plaza.ics
NAME:Withdrawn
! BEGIN:VEVENT
## feed /feeds/neighborhood/loop.ics
SUMMARY:Rally
## has published.jsonl
! Adams
! "Federal
## edit
- venue = "federal-plaza"
+ venue = "Unity Park"
## publish 2021-03-03 12:00
1 moved
## page /events/rally/
MOVED: Rally
Moved.
! Federal
! Adams
