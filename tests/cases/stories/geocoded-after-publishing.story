A place that is found on the map after publishing is a change and no move.

## edit
- coordinates = [41.87879, -87.6297]
## publish 2021-03-01 12:00
1 new
## feed /feeds/all.ics
! GEO
## write places.jsonl
{"address": "50 W Adams St, Chicago, IL 60604", "coordinates": [41.87879, -87.6297], "service": "nominatim", "date": "2021-03-02", "precision": "place=square"}
## frozen refused
"rally" is changed, and that is not published
## publish 2021-03-02 12:00
1 changed
place: Federal Plaza, 50 W Adams St, Chicago, IL 60604 → Federal Plaza, 50 W Adams St, Chicago, IL 60604, (41.87879, -87.6297)
## feed /feeds/all.ics
GEO:41.87879;-87.6297
SUMMARY:Rally
SEQUENCE:614160
