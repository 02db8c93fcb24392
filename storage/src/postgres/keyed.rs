//! How are the rows of a few keys asked for?

/// A statement for the rows of which one column is one of an array's values, others as a condition says.
///
/// One look at the index for each value, whatever the server believes of the table: of one that has grown since it was
/// last counted it would rather read all rows that meet the condition and compare, which costs more with every row.
/// What it finds goes by the name of `found`.
macro_rules! keyed {
    ($columns:literal, $table:literal, $condition:literal, $key:literal any $keys:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM unnest(",
            $keys,
            ") AS asked (for_key) CROSS JOIN LATERAL (SELECT * FROM ",
            $table,
            " WHERE ",
            $condition,
            " AND ",
            $key,
            " = asked.for_key OFFSET 0) AS found"
        )
    };
}

pub(super) use keyed;
