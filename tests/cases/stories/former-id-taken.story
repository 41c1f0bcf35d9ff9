A new event may not take the former id of another.

## publish 2021-03-01 12:00
1 new
## edit
- id = "rally"
+ id = "rent-rally"
+ aliases = ["rally"]
## publish 2021-03-02 12:00
1 changed
## edit
- aliases = ["rally"]
## add
[[events]]
id = "rally"
title = "Another"
when = "Sun, March 21, 2021, 7 PM"
## refused 2021-03-03 12:00
"rally" was the id of "rent-rally", whose subscribers still have that address
give this event another id, or add aliases = ["rally"] to "rent-rally"
