An editor truncates the file for a moment while it saves: nobody hears that the rally is off.

## add
[[events]]
id = "vigil"
title = "Vigil"
when = "Sun, March 21, 2021, 7 PM"
description = "Bring a candle."
## start 2021-01-01 12:00
## keep events.toml whole
## edit
- [[events]]
- id = "vigil"
- title = "Vigil"
- when = "Sun, March 21, 2021, 7 PM"
- description = "Bring a candle."
## save 2021-03-01 12:00
## feed /feeds/all.ics
SUMMARY:Vigil
DESCRIPTION:Bring a candle.\n\nEnd time not announced.
SEQUENCE:527760
! CANCELLED
## has published.jsonl
! deleted
## keep whole events.toml
## save 2021-03-01 12:00
## wait 2021-03-01 12:05
## feed /feeds/all.ics
SUMMARY:Vigil
SEQUENCE:527760
! CANCELLED
