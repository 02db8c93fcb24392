//! Into which part does a message fall, so that groups stay together and parts are of equal size?

use std::collections::HashMap;

use super::chance::Chance;

/// The part of each message, 0 to `parts`, from the group of each. Larger groups are dealt out first, each to the part
/// that has least so far.
pub fn folds<'a>(groups: impl Iterator<Item = &'a str>, parts: usize, seed: u64) -> Vec<usize> {
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut sizes: Vec<usize> = Vec::new();
    let of: Vec<usize> = groups
        .map(|group| {
            let at = *known.entry(group).or_insert(sizes.len());
            if at == sizes.len() {
                sizes.push(0);
            }
            sizes[at] += 1;
            at
        })
        .collect();
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    Chance::new(seed).shuffle(&mut order);
    order.sort_by_key(|group| std::cmp::Reverse(sizes[*group]));
    let (mut part, mut full) = (vec![0; sizes.len()], vec![0; parts]);
    for group in order {
        let least = (0..parts).min_by_key(|part| full[*part]).expect("there is at least one part");
        part[group] = least;
        full[least] += sizes[group];
    }
    of.into_iter().map(|group| part[group]).collect()
}

#[cfg(test)]
mod tests {
    use super::folds;

    #[test]
    fn a_group_is_never_on_two_sides() {
        let groups = ["a", "b", "a", "c", "d", "b", "e", "a"];
        let parts = folds(groups.into_iter(), 3, 7);
        assert_eq!((parts[0], parts[1]), (parts[2], parts[5]));
        assert_eq!(parts[0], parts[7]);
        let mut sizes = [0; 3];
        parts.iter().for_each(|part| sizes[*part] += 1);
        sizes.sort_unstable();
        assert_eq!(sizes, [2, 3, 3]);
        assert_eq!(parts, folds(groups.into_iter(), 3, 7));
    }
}
