//! A binary heap that moves as CPython's `heapq` does.
//!
//! Equal items leave in the order that `heapq` gives them (B5, B67), which no other heap promises: push sifts
//! up; pop moves the last to the root, sinks it along the smaller child, taking the right one on equality,
//! down to a leaf, and sifts it up from there.

/// `a < b`, the only comparison that `heapq` makes.
pub(crate) type Less<T> = fn(&T, &T) -> bool;

/// A heap with the smallest item first.
pub(crate) struct Heap<T> {
    items: Vec<T>,
    less: Less<T>,
}

impl<T> Heap<T> {
    /// An empty heap.
    pub(crate) fn new(less: Less<T>) -> Self {
        Self { items: Vec::new(), less }
    }

    /// The number of items.
    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    /// The smallest item.
    pub(crate) fn first(&self) -> Option<&T> {
        self.items.first()
    }

    /// `heapq.heappush`.
    pub(crate) fn push(&mut self, item: T) {
        self.items.push(item);
        self.sift_up(0, self.items.len() - 1);
    }

    /// `heapq.heappop`.
    pub(crate) fn pop(&mut self) -> Option<T> {
        if self.items.is_empty() {
            return None;
        }
        let first = self.items.swap_remove(0);
        self.sink(0);
        Some(first)
    }

    /// Takes all items out, in the order in which they lie.
    pub(crate) fn take(&mut self) -> Vec<T> {
        std::mem::take(&mut self.items)
    }

    /// `heapq.heapify`.
    pub(crate) fn heapify(items: Vec<T>, less: Less<T>) -> Self {
        let mut heap = Self { items, less };
        for start in (0..heap.items.len() / 2).rev() {
            heap.sink(start);
        }
        heap
    }

    fn less(&self, left: usize, right: usize) -> bool {
        (self.less)(&self.items[left], &self.items[right])
    }

    /// `heapq._siftdown`: the item at `at` rises towards `start` while it is smaller than its parent.
    fn sift_up(&mut self, start: usize, mut at: usize) {
        while at > start {
            let parent = (at - 1) / 2;
            if !self.less(at, parent) {
                break;
            }
            self.items.swap(at, parent);
            at = parent;
        }
    }

    /// `heapq._siftup`: the item at `start` sinks to a leaf, then rises to its place.
    fn sink(&mut self, start: usize) {
        let end = self.items.len();
        let mut at = start;
        while 2 * at + 1 < end {
            let (left, right) = (2 * at + 1, 2 * at + 2);
            let take_right = right < end && !self.less(left, right);
            let child = if take_right { right } else { left };
            self.items.swap(at, child);
            at = child;
        }
        if at > start {
            self.sift_up(start, at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Item(u32, usize);

    fn less(left: &Item, right: &Item) -> bool {
        left.0 < right.0
    }

    fn drain(mut heap: Heap<Item>) -> Vec<usize> {
        std::iter::from_fn(|| heap.pop()).map(|Item(_, number)| number).collect()
    }

    fn pushed(keys: &[u32]) -> Heap<Item> {
        let mut heap = Heap::new(less);
        for (number, key) in keys.iter().enumerate() {
            heap.push(Item(*key, number));
        }
        heap
    }

    #[test]
    fn keys_leave_in_order() {
        assert_eq!(drain(pushed(&[30, 10, 20, 5])), [3, 1, 2, 0]);
    }

    #[test]
    fn b5_four_equal_items_leave_as_from_heapq() {
        assert_eq!(drain(pushed(&[1; 4])), [0, 2, 1, 3]);
    }

    #[test]
    fn b5_many_ties_as_recorded_from_heapq() {
        let keys = [2, 1, 2, 1, 1, 3, 2, 1, 3, 2];
        assert_eq!(drain(pushed(&keys)), [1, 3, 4, 7, 2, 6, 9, 0, 8, 5]);
    }

    #[test]
    fn b5a_heapify_as_recorded_from_heapq() {
        let items = [2, 1, 2, 1, 1, 3, 2, 1, 3, 2].into_iter().enumerate();
        let heap = Heap::heapify(items.map(|(number, key)| Item(key, number)).collect(), less);
        assert_eq!(drain(heap), [4, 1, 7, 3, 6, 2, 9, 0, 8, 5]);
    }
}
