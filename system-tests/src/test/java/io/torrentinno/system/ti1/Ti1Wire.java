package io.torrentinno.system.ti1;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;

/** The bytes of one TI/1 connection. One thread reads; any may write. */
final class Ti1Wire {
  /** What may come after the handshake. */
  sealed interface Message {
    record Request(int piece, int begin, int length) implements Message {}

    record Piece(int piece, int begin, ByteBuffer data) implements Message {}

    record Bitfield(BitSet pieces) implements Message {}
  }

  /** Both sides' 32 bytes as hex. */
  record Handshake(String peerId, String infoHash) {}

  private static final byte[] MAGIC = "TorrentInno".getBytes(StandardCharsets.US_ASCII);
  private static final int LARGEST_PIECE = 1_000_000;

  private final DataInputStream in;
  private final DataOutputStream out;

  Ti1Wire(Socket socket) throws IOException {
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
  }

  synchronized void write(Handshake handshake) throws IOException {
    out.write(MAGIC);
    out.write(HexFormat.of().parseHex(handshake.peerId()));
    out.write(HexFormat.of().parseHex(handshake.infoHash()));
    out.flush();
  }

  Handshake readHandshake() throws IOException, Ti1Offence {
    byte[] magic = new byte[MAGIC.length];
    in.readFully(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new Ti1Offence("began with " + HexFormat.of().formatHex(magic));
    }
    byte[] ids = new byte[64];
    in.readFully(ids);
    HexFormat hex = HexFormat.of();
    return new Handshake(hex.formatHex(ids, 0, 32), hex.formatHex(ids, 32, 64));
  }

  synchronized void request(int piece, int length) throws IOException {
    out.writeInt(13);
    out.writeByte(1);
    out.writeInt(piece);
    out.writeInt(0);
    out.writeInt(length);
    out.flush();
  }

  synchronized void piece(int piece, int begin, byte[] data) throws IOException {
    out.writeInt(13 + data.length);
    out.writeByte(2);
    out.writeInt(piece);
    out.writeInt(begin);
    out.writeInt(data.length);
    out.write(data);
    out.flush();
  }

  synchronized void bitfield(byte[] field) throws IOException {
    out.writeInt(1 + field.length);
    out.writeByte(3);
    out.write(field);
    out.flush();
  }

  /**
   * The next message. The length is skipped, as the deployed client does, and then compared with
   * what the message really took: a difference would desynchronise that client.
   *
   * @param pieces how many the resource has
   */
  Message read(int pieces) throws IOException, Ti1Offence {
    long length = Integer.toUnsignedLong(in.readInt());
    if (length == 0) {
      throw new Ti1Offence("a frame of length 0");
    }
    int type = in.readUnsignedByte();
    return switch (type) {
      case 1 -> {
        check(length == 13, "a Request of length " + length);
        yield new Message.Request(in.readInt(), in.readInt(), in.readInt());
      }
      case 2 -> readPiece(length);
      case 3 -> readBitfield(length, pieces);
      default -> throw new Ti1Offence("a frame of type " + type + ", length " + length);
    };
  }

  private Message readPiece(long frame) throws IOException, Ti1Offence {
    int piece = in.readInt();
    int begin = in.readInt();
    long length = Integer.toUnsignedLong(in.readInt());
    check(length <= LARGEST_PIECE, "a Piece of " + length + " bytes");
    check(frame == 13 + length, "a Piece of " + length + " bytes in a frame of " + frame);
    byte[] data = new byte[(int) length];
    in.readFully(data);
    return new Message.Piece(piece, begin, ByteBuffer.wrap(data));
  }

  private Message readBitfield(long frame, int pieces) throws IOException, Ti1Offence {
    byte[] field = new byte[(pieces + 7) / 8];
    check(frame == 1 + field.length, "a Bitfield of length " + frame + " for " + pieces);
    in.readFully(field);
    BitSet set = new BitSet();
    for (int i = 0; i < field.length * 8; i++) {
      set.set(i, (field[i / 8] & 0x80 >> i % 8) != 0);
    }
    check(set.length() <= pieces, "a Bitfield with spare bits set");
    return new Message.Bitfield(set);
  }

  private static void check(boolean rule, String offence) throws Ti1Offence {
    if (!rule) {
      throw new Ti1Offence(offence);
    }
  }
}
