import { Argument, Command } from 'commander'
import { mutateBounds } from './bounds.ts'
import { mutateRoom } from './room.ts'
import { ROOMS } from './rooms.ts'

const command = new Command('mutate')
  .description('changes the code of a room here and there, and says which changes no test noticed')
  .addArgument(new Argument('<room>', 'bounds: all named amounts').choices([...Object.keys(ROOMS), 'bounds']))
  .argument('[part]', 'a part of the name of a file or bound, if not all are to be changed', '')
  .option('--concurrency <n>', 'copies that are tested at a time', Number, 1)
  .parse()

const [room, part] = command.processedArgs as [string, string]
if (room === 'bounds') mutateBounds(part)
else mutateRoom(room, part, command.opts<{ concurrency: number }>().concurrency)
