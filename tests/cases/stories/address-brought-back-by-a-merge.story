A branch from before brings an address back into the record: the next publish drops it again.

## edit
- venue = "Federal Plaza"
+ venue = { name = "Ana's home", address = "1234 W Private St, Chicago, IL 60608" }
## publish 2021-03-01 12:00
1 new
## keep published.jsonl common
## edit
- venue = { name = "Ana's home", address = "1234 W Private St, Chicago, IL 60608" }
+ venue = { name = "Address sent after sign-up" }
## publish 2021-03-02 12:00
1 moved
## keep published.jsonl ours
## keep common published.jsonl
## edit
- venue = { name = "Address sent after sign-up" }
+ venue = { name = "Ana's home", address = "1234 W Private St, Chicago, IL 60608" }
- title = "Rally"
+ title = "Rally for rent control"
## publish 2021-03-03 12:00
1 changed
## merge ours published.jsonl
## write places.jsonl
{"address": "1234 W Private St, Chicago, IL 60608", "coordinates": [41.85, -87.66], "service": "nominatim", "date": "2021-03-01", "precision": "building=yes"}
## edit
- venue = { name = "Ana's home", address = "1234 W Private St, Chicago, IL 60608" }
+ venue = "Thompson Center"
## draft
rally changed
## feed /feeds/all.ics
! Private
## publish 2021-03-04 12:00
1 changed
two branches published it differently
! no longer has
## feed /feeds/all.ics
LOCATION:Thompson Center\n100 W Randolph St\, Chicago\, IL 60601
! Private
## has published.jsonl
! Private
! Ana
## has places.jsonl
! Private
