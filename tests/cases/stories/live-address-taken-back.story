A live server forgets an address with the save that takes it back, but not while the list may be half written.

## edit
- venue = "Federal Plaza"
+ venue = { name = "Ana's home", address = "1234 W Private St, Chicago, IL 60608" }
## write places.jsonl
{"address": "1234 W Private St, Chicago, IL 60608", "coordinates": [41.85, -87.66], "service": "nominatim", "date": "2021-03-01", "precision": "building=yes"}
## start 2021-03-01 12:00
## keep events.toml whole
## edit
- [[events]]
- id = "rally"
- title = "Rally"
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
- venue = { name = "Ana's home", address = "1234 W Private St, Chicago, IL 60608" }
- hosts = ["KOCO"]
- topics = ["Labor"]
- description = "Bring a sign."
## save 2021-03-02 12:00
## feed /feeds/all.ics
SUMMARY:Rally
## has places.jsonl
1234 W Private St
## keep whole events.toml
## save 2021-03-02 12:00
## feed /feeds/all.ics
SUMMARY:Rally
SEQUENCE:612720
GEO:41.85;-87.66
## edit
- venue = { name = "Ana's home", address = "1234 W Private St, Chicago, IL 60608" }
+ venue = { name = "Address sent after sign-up" }
## save 2021-03-03 12:00
## feed /feeds/all.ics
SUMMARY:MOVED: Rally
LOCATION:Address sent after sign-up
! Private
! GEO
## has published.jsonl
! Private
! Ana
## has places.jsonl
! Private
## wait 2021-03-03 12:02
## feed /feeds/all.ics
SUMMARY:MOVED: Rally
SEQUENCE:615600
