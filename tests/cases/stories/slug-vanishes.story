A topic that was published and vanishes would leave its subscribers with nothing: the line to add is printed.

## publish 2021-03-01 12:00
1 new
## edit
- labor = { en = "Labor", es = "Trabajo" }
+ work = { en = "Work", es = "Trabajo" }
- topics = ["Labor"]
+ topics = ["Work"]
## refused 2021-03-02 12:00
events.toml:16:1: error: topics: the topic "labor" was published, and its subscribers would lose it
add aliases = ["labor"] to "work", or put it back: labor = "Labor"
## edit
- work = { en = "Work", es = "Trabajo" }
+ work = { name = { en = "Work", es = "Trabajo" }, aliases = ["labor"] }
## publish 2021-03-02 12:00
1 changed
topics: now Work
## moved /feeds/topic/labor.ics /feeds/topic/work.ics
## feed /feeds/topic/work.ics
CATEGORIES:Work
