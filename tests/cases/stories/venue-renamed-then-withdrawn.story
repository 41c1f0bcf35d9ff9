A venue that was left, got another slug and is then withdrawn is told nowhere, under no slug it ever had.

## publish 2021-03-01 12:00
1 new
## edit
- venue = "Federal Plaza"
+ venue = "Thompson Center"
## publish 2021-03-02 12:00
1 moved
## edit
- [venues.federal-plaza]
+ [venues.fed]
+ aliases = ["federal-plaza"]
## publish 2021-03-03 12:00
nothing changes for subscribers
## feed /feeds/venue/fed.ics
SUMMARY:MOVED: Rally
## moved /feeds/venue/federal-plaza.ics /feeds/venue/fed.ics
## edit
- aliases = ["federal-plaza"]
+ aliases = ["federal-plaza"]
+ withdrawn = true
## publish 2021-03-04 12:00
1 changed
## feed /feeds/all.ics
SUMMARY:MOVED: Rally
! Federal
! Adams
## has published.jsonl
! Adams
! Federal
