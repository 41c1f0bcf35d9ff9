An id that is corrected soon after it was saved is forgotten without a cancellation.

## start 2021-03-01 12:00
## add
[[events]]
id = "vigl"
title = "Vigil"
when = "Sun, March 21, 2021, 7 PM"
## save 2021-03-01 12:10
## feed /feeds/all.ics
UID:vigl@calendar.chicago.org
## edit
- id = "vigl"
+ id = "vigil"
## save 2021-03-01 12:20
## feed /feeds/all.ics
UID:vigil@calendar.chicago.org
## wait 2021-03-01 12:22
## feed /feeds/all.ics
UID:vigil@calendar.chicago.org
! CANCELLED
! vigl
## forgotten vigl@calendar.chicago.org
## has published.jsonl
"id": "vigl", "state": "gone"
