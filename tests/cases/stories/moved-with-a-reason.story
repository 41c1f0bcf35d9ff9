A reason follows where it moved from; without a known origin it stands alone.

## add
moved = { en = "Larger crowd expected.", es = "Se espera más gente." }
## publish 2021-03-01 12:00
1 new
## feed /feeds/all.ics
SUMMARY:MOVED: Rally
## page /events/rally/
Moved. Larger crowd expected.
## page /es/events/rally/
Cambió de hora o de lugar. Se espera más gente.
## edit
- venue = "Federal Plaza"
+ venue = "Thompson Center"
## publish 2021-03-02 12:00
1 moved
## page /events/rally/
Moved from Federal Plaza, 50 W Adams St, Chicago, IL 60604. Larger crowd expected.
## page /es/events/rally/
Anunciado antes: Federal Plaza, 50 W Adams St, Chicago, IL 60604. Se espera más gente.
