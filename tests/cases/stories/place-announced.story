A rally whose place becomes known has not moved; when that place changes, it has.

## edit
- venue = "Federal Plaza"
## publish 2021-03-01 12:00
1 new
## edit
- hosts = ["KOCO"]
+ hosts = ["KOCO"]
+ venue = "Federal Plaza"
## publish 2021-03-02 12:00
1 changed
## feed /feeds/all.ics
SUMMARY:Rally
## edit
- venue = "Federal Plaza"
+ venue = "Thompson Center"
## publish 2021-03-03 12:00
1 moved
## page /events/rally/
Moved from Federal Plaza
