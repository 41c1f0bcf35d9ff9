An upcoming rally moves to another corner, and everyone is told from where.

## publish 2021-03-01 12:00
1 new
new        rally · Rally · Sat, Mar 20, 2021, 1:00 – 3:00 PM
/feeds/all.ics +1 ~0 −0
## feed /feeds/all.ics
SUMMARY:Rally
SEQUENCE:612720
DTSTAMP:20210301T120000Z
LAST-MODIFIED:20210301T120000Z
## edit
- venue = "Federal Plaza"
+ venue = "Thompson Center"
## draft
rally changed
## feed /feeds/all.ics
SUMMARY:MOVED: Rally
SEQUENCE:612721
LAST-MODIFIED:20210301T120001Z
## frozen refused
"rally" is changed, and that is not published
run `python server.py publish` and commit published.jsonl
## preview 2021-03-02 12:00
1 moved
moved      rally · Rally
place: Federal Plaza, 50 W Adams St, Chicago, IL 60604
→ Thompson Center, 100 W Randolph St, Chicago, IL 60601
/feeds/all.ics +0 ~1 −0
/feeds/changes.ics +1 ~0 −0
/feeds/venue/federal-plaza.ics +0 ~1 −0
/feeds/venue/thompson-center.ics +1 ~0 −0
## publish 2021-03-02 12:00
1 moved
## feed /feeds/all.ics
SUMMARY:MOVED: Rally
SEQUENCE:614160
DTSTAMP:20210302T120000Z
STATUS:CONFIRMED
DESCRIPTION:Moved from Federal Plaza\, 50 W Adams St\, Chicago\, IL 60604.\n\nBring a sign.\n\nHosted by KOCO\n\nMap: https://www.openstreetmap.org/?mlat=41.8858&mlon=-87.6314#map=17/41.8858/-87.6314
LOCATION:Thompson Center\n100 W Randolph St\, Chicago\, IL 60601
## feed /es/feeds/all.ics
SUMMARY:CAMBIO: Rally
## feed /feeds/changes.ics
SUMMARY:MOVED: Rally
## feed /feeds/venue/federal-plaza.ics
SUMMARY:MOVED: Rally
## page /events/rally/
MOVED: Rally
Moved from Federal Plaza, 50 W Adams St, Chicago, IL 60604.
## publish 2021-04-02 12:00
nothing changes for subscribers
## feed /feeds/all.ics
SUMMARY:MOVED: Rally
SEQUENCE:614160
