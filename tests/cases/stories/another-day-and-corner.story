Day and corner change at once; both are told.

## publish 2021-03-01 12:00
1 new
## edit
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
- venue = "Federal Plaza"
+ when = "Sun, March 21, 2021, 1 PM – 3 PM"
+ venue = "Thompson Center"
## publish 2021-03-02 12:00
1 moved
when: Sat, Mar 20, 2021, 1:00 – 3:00 PM → Sun, Mar 21, 2021, 1:00 – 3:00 PM
place: Federal Plaza
## feed /feeds/all.ics
DESCRIPTION:Moved from Sat\, Mar 20\, 2021\, 1:00 PM\, Federal Plaza\, 50 W Adams St\, Chicago\, IL 60604.\n\nBring a sign.\n\nHosted by KOCO\n\nMap: https://www.openstreetmap.org/?mlat=41.8858&mlon=-87.6314#map=17/41.8858/-87.6314
