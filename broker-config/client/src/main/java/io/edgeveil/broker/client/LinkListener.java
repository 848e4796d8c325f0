package io.edgeveil.broker.client;

/** What happens on a link, whose connections come and go. */
public interface LinkListener {

  /**
   * A connection stands, the first or a new one: subscribe here, and publish what is retained,
   * because the broker has published the last will in the meantime. Messages may arrive before this
   * returns.
   *
   * @throws BrokerException ends the attempt: the link tries again later
   */
  void connected(BrokerConnection connection) throws BrokerException, InterruptedException;

  /**
   * A message arrived; see {@link BrokerListener#messageArrived}.
   *
   * @throws Exception anything: it is logged and handed to {@link #messageFailed}
   */
  void messageArrived(IncomingMessage message) throws Exception;

  /** {@link #messageArrived} threw; it is already in the log. */
  default void messageFailed(IncomingMessage message, Exception failure) {}

  /** The connection is gone; it is already in the log, and the link is at work to replace it. */
  default void disconnected(ConnectionLostException reason) {}
}
