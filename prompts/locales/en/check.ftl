### jiesu check: what is wrong in the banner's files and what to do. `file:line` and the column stand before each.

check-warning = Warning: { $fault }
check-suggestion = Did you mean “{ $suggestion }”?

## Files

check-missing-file = This file is missing. Copy it from the example (jiesu init) and change it.
check-unknown-file = The program has no use for this file. Is its name misspelt?
check-unreadable = Cannot be opened ({ $why }). Check that it exists and may be read.
check-too-large = Larger than { $megabytes } MB, which no file of a banner is; not read.
check-not-utf8 = Not UTF-8. Save it as “CSV UTF-8” from the spreadsheet, or as UTF-8 from a text editor.
check-syntax = Not written in its format, reading stopped here ({ $why }).
check-unquoted = Put quotation marks around “{ $value }”: "{ $value }".
check-empty = Must not be empty.

## Tables

check-unknown-name = There is no such column or key. Check the name.
check-missing-name = This column or key is missing.
check-cell-count = This row has { $found } cells, the header has { $expected }. Put quotation marks around text that holds a comma.
check-line-break = A line break inside a cell; most likely a quotation mark is not closed.
check-not-one-of = “{ $value }” is not possible here. Possible are: { $allowed }.
check-twice = “{ $code }” stands here twice, first in line { $first }.
check-twice-in = “{ $code }” stands in { $file } already.

## How values are written

check-form-whole-number = “{ $value }” must be a whole number such as 12.
check-form-days = “{ $value }” must be a number of days such as 180, at least 1 and at most 65535.
check-form-share = “{ $value }” must be a number from 0 to 1 such as 0.60.
check-form-date = “{ $value }” must be a date such as 2026-01-31.
check-form-time = “{ $value }” must be a time such as 08:30.
check-form-clock-time = “{ $value }” must be a time by the clock: 30m is 30 minutes, 24h is 24 hours, at most 744h (31 days).
check-form-people = “{ $value }” must be a number of people such as 10, at least 2 and at most 65535.
check-form-span = “{ $value }” must be a time limit: 30m is 30 minutes, 2h two hours, 5wd five working days, 0d the same day.
check-form-category-code = “{ $value }” must be a category code of six digits such as 010203.
check-form-category-pattern = “{ $value }” must be a category code (010203), the beginning of one with a star (0102*), or a star.
check-form-area-pattern = “{ $value }” must be an area code, a kind of country such as 类型:牧区, or a star.
check-form-handler = “{ $value }” must be a unit code, @苏木乡镇街道 or @嘎查社区.
check-form-term = “{ $value }” must be written word, word*3 or word+word*3; the weight must not be 0.
check-form-code = “{ $value }” may hold letters, digits and hyphens only.
check-form-text = “{ $value }” must be text in quotation marks.
check-form-switch = “{ $value }” must be true or false.
check-form-list = “{ $value }” must be a list such as ["a", "b"].
check-form-table = Must be a section of its own with its name in square brackets.
check-form-time-zone = There is no time zone “{ $value }”. For Inner Mongolia write Asia/Shanghai.
check-form-front-matter = An article begins with a line +++, then its id, title and so on, then a line +++; this one begins with “{ $value }”.

## What the files say of each other

check-unknown-unit = There is no unit “{ $code }” in units.csv.
check-unknown-area = There is no area “{ $code }” in areas.csv.
check-unknown-category = There is no category “{ $code }” in catalogue.csv.
check-unknown-profile = There is no profile “{ $code }” in limits.toml.
check-unknown-grid = There is no grid “{ $code }” in areas.csv.
check-wrong-parent = The area it lies in ({ $parent }) must be wider than itself ({ $level }).
check-no-unit = No unit serves this area; orders from here could not be dispatched.
check-no-worker = This grid has no grid worker in workers.csv.
check-not-one-banner = There must be exactly one area of level 旗; there are { $count }.
check-no-route = No line of dispatch.csv says who handles this, in no area. Add one.
check-placeholder-forbidden = This line says 禁 (not to be handed down), so it cannot go to { $placeholder }.
check-grassroots-forbidden = This line says 禁 (not to be handed down), but “{ $unit }” is a town or community.
check-matches-nothing = No category of catalogue.csv begins with “{ $prefix }”.
check-same-route = Line { $first } is about exactly the same; keep one.
check-example-goes-to = This example is taken for “{ $category }” because of: { $words }. Change the example, add words here, or lower weights there.
check-example-goes-nowhere = No word of this example belongs to any category. Add words here.
check-ambiguous = “{ $name }” is another place in line { $first }; citizens who say it will be asked which one they mean.
check-no-words = “{ $name }” has no words, so nobody who says it is understood.

## Calendar, time limits, duty, knowledge

check-year-empty = { $year } is called published, but the calendar has no day of it.
check-year-unpublished = calendar.toml does not call { $year } published; dates counted through it remain provisional.
check-not-a-weekend = { $date } is no weekend and a working day anyway; 班 says nothing here.
check-no-limit = No profile of time limits is named for “{ $name }”.
check-no-duty = No duty hours on working days, so limits in days have no hour at which they end.
check-duty-overlaps = The hours from { $from } overlap with those before.
check-ends-before-it-begins = It does not end after it begins.
check-expired = This article ended on { $until }. Change its text or its dates.
check-wording = This wording cannot be used ({ $why }).
check-book = Each file is right, but together they cannot be used ({ $why }).

## The result

check-clean = Nothing to correct: { $units } units, { $areas } areas, { $categories } categories, every line of the 派单目录 checked.
check-warned = Can be used; please look at { $warnings } { $warnings ->
        [one] warning
       *[other] warnings
    }.
check-refused = Cannot be used yet: { $errors } { $errors ->
        [one] error
       *[other] errors
    }, { $warnings } { $warnings ->
        [one] warning
       *[other] warnings
    }.

## jiesu init

init-comment-example = # This folder was copied from the example; once its files are yours they are real. The example says true here, because its units, phones and places are invented.
init-not-empty = { $folder } is not empty; nothing was changed. Choose an empty folder.
init-failed = { $file } cannot be written ({ $why }).
init-done = The example was written to { $folder }: { $files } files.
init-next =
    Next:
    1. banner.toml: the banner's name and its hotline unit.
    2. units.csv, areas.csv, workers.csv: your units, areas and grid workers.
    3. catalogue.csv, dispatch.csv: check the categories and who handles them; make the examples sound local.
    4. gazetteer.csv: your estates, roads and villages.
    5. Run jiesu check --banner { $folder } whenever you like; it names the line to change.
