// The least that a handler could load: the two SDK clients and the commands that it sends.
import {
  EnableMacieCommand,
  GetMacieSessionCommand,
  Macie2Client,
  UpdateMacieSessionCommand,
} from '@aws-sdk/client-macie2';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

export const used = [
  Macie2Client,
  GetMacieSessionCommand,
  EnableMacieCommand,
  UpdateMacieSessionCommand,
  SNSClient,
  PublishCommand,
];
