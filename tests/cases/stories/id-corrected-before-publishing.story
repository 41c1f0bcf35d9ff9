An id typed, saved, corrected, saved, published: one new event and no cancellation.

## publish 2021-03-01 12:00
1 new
## add
[[events]]
id = "vigl"
title = "Vigil"
when = "Sun, March 21, 2021, 7 PM"
## draft
vigl new
## edit
- id = "vigl"
+ id = "vigil"
## draft
vigil new
## publish 2021-03-02 12:00
1 new
new vigil · Vigil
! vigl
## feed /feeds/all.ics
UID:vigil@calendar.chicago.org
! vigl
! CANCELLED
