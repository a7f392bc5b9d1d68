/** Something was learnt while a file was read that changes what was made of its earlier rows. The file has to be read again, with what is known now. */
export class ReadAgain extends Error {}
