A list without events and nouns is published, too.

## write events.toml
[calendar]
title = "Test calendar"
timezone = "America/Chicago"
domain = "calendar.chicago.org"
## frozen refused
nothing of this list is published yet
## publish 2021-03-01 12:00
nothing changes for subscribers
## frozen
