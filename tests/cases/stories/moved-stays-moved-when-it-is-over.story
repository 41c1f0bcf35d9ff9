What was published as moved stays so when it is over, also when a word of it is corrected.

## publish 2021-03-01 12:00
1 new
## edit
- venue = "Federal Plaza"
+ venue = "Thompson Center"
## publish 2021-03-02 12:00
1 moved
## edit
- title = "Rally"
+ title = "Rally for rent control"
## publish 2021-03-25 12:00
1 changed
## feed /feeds/all.ics
SUMMARY:MOVED: Rally for rent control
