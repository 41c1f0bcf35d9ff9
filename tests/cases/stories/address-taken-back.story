A home address that was published is taken back: nobody is told of it any more, and the machine's files forget it.

## edit
- hosts = ["KOCO"]
+ hosts = ["KOCO"]
+ neighborhoods = ["Pilsen"]
- venue = "Federal Plaza"
+ venue = { name = "Ana's home", address = "1234 W Private St, Chicago, IL 60608", coordinates = [41.85, -87.66] }
## write places.jsonl
{"address": "1234 W Private St, Chicago, IL 60608", "coordinates": [41.85, -87.66], "service": "nominatim", "date": "2021-03-01", "precision": "building=yes"}
{"address": "50 W Adams St, Chicago, IL 60604", "service": "nominatim", "date": "2021-03-01", "reason": "nothing found"}
## publish 2021-03-01 12:00
1 new
## has published.jsonl
1234 W Private St
## has places.jsonl
1234 W Private St
## edit
- venue = { name = "Ana's home", address = "1234 W Private St, Chicago, IL 60608", coordinates = [41.85, -87.66] }
+ venue = { name = "Address sent after sign-up" }
+ signup = "https://koco.org/sign-up"
## draft
rally changed
## feed /feeds/all.ics
SUMMARY:MOVED: Rally
DESCRIPTION:Moved.\n\nBring a sign.\n\nHosted by KOCO\n\nSign up: https://koco.org/sign-up
! Private
! Ana
## publish 2021-03-02 12:00
1 moved
! no longer has
## feed /feeds/all.ics
SUMMARY:MOVED: Rally
SEQUENCE:614160
LOCATION:Address sent after sign-up
DESCRIPTION:Moved.\n\nBring a sign.\n\nHosted by KOCO\n\nSign up: https://koco.org/sign-up
! Private
! Ana
! GEO
## feed /es/feeds/all.ics
SUMMARY:CAMBIO: Rally
! Private
## feed /feeds/neighborhood/pilsen.ics
SUMMARY:MOVED: Rally
## page /events/rally/
MOVED: Rally
Moved.
! Private
! Ana
## has published.jsonl
"forgotten": true
! Private
! Ana
! 41.85,
## has places.jsonl
50 W Adams St
! Private
## publish 2021-03-03 12:00
nothing changes for subscribers
## feed /feeds/all.ics
SUMMARY:MOVED: Rally
SEQUENCE:614160
## edit
- venue = { name = "Address sent after sign-up" }
+ venue = { name = "Address sent once you signed up" }
## publish 2021-03-04 12:00
1 moved
## feed /feeds/all.ics
SUMMARY:MOVED: Rally
LOCATION:Address sent once you signed up
! Moved from
## edit
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
+ when = "Sat, March 20, 2021, 2 PM – 4 PM"
## publish 2021-03-05 12:00
1 moved
## page /events/rally/
Moved from Sat, Mar 20, 2021, 1:00 PM.
## edit
- when = "Sat, March 20, 2021, 2 PM – 4 PM"
+ when = "Sat, March 20, 2021, 1 PM – 3 PM"
- venue = { name = "Address sent once you signed up" }
+ venue = "Thompson Center"
## publish 2021-03-06 12:00
1 changed
! no longer has
## feed /feeds/all.ics
SUMMARY:Rally
LOCATION:Thompson Center\n100 W Randolph St\, Chicago\, IL 60601
! Moved
## edit
- venue = "Thompson Center"
+ venue = "Federal Plaza"
## publish 2021-03-07 12:00
1 moved
## page /events/rally/
Moved from Thompson Center, 100 W Randolph St, Chicago, IL 60601.
