//! A client's work for the elements of a request, on points that stay decoded between the steps. All arithmetic is that of
//! curve25519-dalek. `../../src/oprf/ClientBatch.ts` says what the functions are for, and is their only caller: it passes as many
//! bytes as each one reads. Results begin where the client's `room` begins.

use curve25519_dalek::{
    ristretto::{CompressedRistretto, RistrettoPoint},
    scalar::Scalar,
    traits::{Identity, IsIdentity, VartimeMultiscalarMul},
};

const ELEMENT: usize = 32;
const UNIFORM: usize = 64;
const WEIGHT: usize = 16;

struct Sums {
    element: RistrettoPoint,
    /// Half of the sum of what the elements were evaluated to.
    evaluated: RistrettoPoint,
}

/// A client's points. Every one of its functions takes what `client` returned.
pub struct Client {
    room: Vec<u8>,
    elements: Vec<RistrettoPoint>,
    blinds: Vec<Scalar>,
    sums: Vec<Sums>,
    half: Scalar,
}

fn part<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    let mut copy = [0; N];
    copy.copy_from_slice(&bytes[at * N..(at + 1) * N]);
    copy
}

impl Client {
    fn write(&mut self, encoded: &[CompressedRistretto]) {
        for (i, each) in encoded.iter().enumerate() {
            self.room[i * ELEMENT..(i + 1) * ELEMENT].copy_from_slice(each.as_bytes());
        }
    }
}

/// Makes a client whose inputs fall into `groups` groups.
#[no_mangle]
pub extern "C" fn client(groups: usize) -> *mut Client {
    let sums = (0..groups).map(|_| Sums { element: RistrettoPoint::identity(), evaluated: RistrettoPoint::identity() });
    Box::into_raw(Box::new(Client {
        room: Vec::new(),
        elements: Vec::new(),
        blinds: Vec::new(),
        sums: sums.collect(),
        half: Scalar::from(2u8).invert(),
    }))
}

/// Returns the address of so many bytes, which parameters are written to and results read from.
#[no_mangle]
pub extern "C" fn room(client: &mut Client, bytes: usize) -> *mut u8 {
    client.room.resize(bytes, 0);
    client.room.as_mut_ptr()
}

/// Reads 64 uniform bytes for each element, then 64 for each blind; writes the blinded elements.
#[no_mangle]
pub extern "C" fn blind(client: &mut Client, count: usize) {
    let uniform = |at| part::<UNIFORM>(&client.room, at);
    client.elements = (0..count).map(|i| RistrettoPoint::from_uniform_bytes(&uniform(i))).collect();
    client.blinds = (0..count).map(|i| Scalar::from_bytes_mod_order_wide(&uniform(count + i))).collect();
    // The encoding of many points is that of their doubles.
    let halves: Vec<RistrettoPoint> =
        client.elements.iter().zip(&client.blinds).map(|(element, blind)| element * (blind * client.half)).collect();
    client.write(&RistrettoPoint::double_and_compress_batch(&halves));
}

/// Reads the answers of each holder for the elements that were blinded last, then the group of each in four bytes. Writes
/// what the elements were evaluated to and adds them to their groups. Returns 0; or the number of the first holder with an answer that is no
/// element, from 1; or one more than `holders` if an element was evaluated to the identity. Nothing is added then.
#[no_mangle]
pub extern "C" fn unblind(client: &mut Client, holders: usize) -> usize {
    let count = client.elements.len();
    let mut answers = vec![RistrettoPoint::identity(); count];
    for holder in 0..holders {
        for (i, answer) in answers.iter_mut().enumerate() {
            match CompressedRistretto(part::<ELEMENT>(&client.room, holder * count + i)).decompress() {
                Some(point) if !point.is_identity() => *answer += point,
                _ => return holder + 1,
            }
        }
    }
    if answers.iter().any(|answer| answer.is_identity()) {
        return holders + 1;
    }
    let mut inverses = client.blinds.clone();
    Scalar::batch_invert(&mut inverses);
    let groups = holders * count * ELEMENT;
    for (i, answer) in answers.iter_mut().enumerate() {
        *answer *= inverses[i] * client.half;
        let group = u32::from_le_bytes(part(&client.room[groups..], i)) as usize;
        client.sums[group].element += client.elements[i];
        client.sums[group].evaluated += *answer;
    }
    client.write(&RistrettoPoint::double_and_compress_batch(&answers));
    0
}

/// Reads a weight of 16 bytes for each group; writes the weighted sum of the elements, and that of what they were evaluated to. Time
/// depends on weights: they are drawn when every answer is there.
#[no_mangle]
pub extern "C" fn weigh(client: &mut Client) {
    let weights: Vec<Scalar> = (0..client.sums.len())
        .map(|i| Scalar::from(u128::from_le_bytes(part::<WEIGHT>(&client.room, i))))
        .collect();
    let element = RistrettoPoint::vartime_multiscalar_mul(&weights, client.sums.iter().map(|sums| sums.element));
    let evaluated = RistrettoPoint::vartime_multiscalar_mul(&weights, client.sums.iter().map(|sums| sums.evaluated));
    client.write(&[element.compress(), (evaluated + evaluated).compress()]);
}
