One date of a series is not at somebody's home after all.

## add
[[events]]
id = "reading-group"
title = "Reading group"
when = ["Tue, March 9, 2021, 7 PM", "Tue, March 16, 2021, 7 PM"]
venue = "Federal Plaza"
changes."2021-03-16" = { venue = { name = "Ana's home", address = "1234 W Private St, Chicago, IL 60608" } }
## publish 2021-03-01 12:00
3 new
## edit
- changes."2021-03-16" = { venue = { name = "Ana's home", address = "1234 W Private St, Chicago, IL 60608" } }
+ changes."2021-03-16" = { venue = { name = "Address sent after sign-up" } }
## publish 2021-03-02 12:00
1 moved
moved reading-group-20210316
## feed /events/reading-group-20210316.ics
SUMMARY:MOVED: Reading group
! Private
## page /events/reading-group/
! Private
! Ana
## has published.jsonl
! Private
! Ana
