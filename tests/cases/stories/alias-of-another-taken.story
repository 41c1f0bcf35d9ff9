An alias that is moved to another event would give both one UID, and is refused.

## publish 2021-03-01 12:00
1 new
## edit
- id = "rally"
+ id = "march"
+ aliases = ["rally"]
## publish 2021-03-02 12:00
1 changed
## edit
- aliases = ["rally"]
## add
[[events]]
id = "vigil"
aliases = ["rally"]
title = "Vigil"
when = "Sun, March 21, 2021, 7 PM"
## refused 2021-03-03 12:00
subscribers would take it for "march": both would have the UID "rally@calendar.chicago.org"
give it an id, and aliases, that nothing had before
