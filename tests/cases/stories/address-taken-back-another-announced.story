The place that a rally left is named while it moves to another address; preview says so, and what to write against it.

## edit
- venue = "Federal Plaza"
+ venue = { name = "Ana's home", address = "1234 W Private St, Chicago, IL 60608" }
## publish 2021-03-01 12:00
1 new
## edit
- venue = { name = "Ana's home", address = "1234 W Private St, Chicago, IL 60608" }
+ venue = "Thompson Center"
## preview 2021-03-02 12:00
1 moved
subscribers will read "Moved from Ana's home, 1234 W Private St, Chicago, IL 60608.", but the list no longer has that place; to say nothing: moved = false
## keep published.jsonl before
## publish 2021-03-02 12:00
1 moved
subscribers will read "Moved from Ana's home, 1234 W Private St, Chicago, IL 60608.", but the list no longer has that place; to say nothing: moved = false
## has published.jsonl
1234 W Private St
## edit
- title = "Rally"
+ title = "Rally for rent control"
## preview 2021-03-02 13:00
1 changed
! no longer has
## edit
- title = "Rally for rent control"
+ title = "Rally"
## keep before published.jsonl
## add
moved = false
## publish 2021-03-03 12:00
1 changed
! no longer has
## feed /feeds/all.ics
SUMMARY:Rally
LOCATION:Thompson Center\n100 W Randolph St\, Chicago\, IL 60601
! Moved
## has published.jsonl
! Private
! Ana
## edit
- moved = false
## publish 2021-03-04 12:00
nothing changes for subscribers
